/**
 * Speaks HTTP. In: requests. Out: JSON, streams of events, downloads, and the pages, which use nothing but this API. One table of {@link
 * dev.sluice.portal.serve.Route routes} says what there is, who may ask for it, and what answers; the OpenAPI document is compared with it.
 *
 * <p>{@link dev.sluice.portal.serve.Front} stands before all of it: it sets the security headers, finds the route, asks {@code admit} who
 * the caller is and whether he asks too often, and turns what is thrown into problems (RFC 9457). An endpoint behind it can rely on its
 * tenant being the caller's.
 *
 * <p>What is another tenant's, and what there is not at all, is answered alike (404): names cannot be found out by asking. May import
 * every package to its left.
 */
package dev.sluice.portal.serve;
