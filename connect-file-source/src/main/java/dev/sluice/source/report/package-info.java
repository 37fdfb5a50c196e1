/**
 * What a tenant reads about a file, as JSON, and what an operator sees by JMX. In: outcomes and counts. Out: reports, which are pure, and
 * meters.
 */
package dev.sluice.source.report;
