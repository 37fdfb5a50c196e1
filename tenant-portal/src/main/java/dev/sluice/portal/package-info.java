/**
 * The tenants' door to Sluice: a small service beside Connect. In: HTTP. Out: files in {@code {staging}/{tenant}/in/}, as a careful
 * tenant drops them; and what is known of them, read from three places that others write: the staging directory (what waits, what was
 * reported), the Cassandra sink's keyspace (imports, live) and Connect's REST API (connectors, for operators). It keeps no state of its
 * own but a file of tokens, which it only reads; it may be stopped, started and run several times over at any moment.
 *
 * <p>Package names are the verbs of a request's way, and a package imports only packages to its left, plus the contract:
 *
 * <pre>
 * admit → stage → follow → define → watch → serve, tell   (+ session)
 * </pre>
 *
 * {@code admit} says who may ask and how often, {@code stage} takes files and tells of them, {@code follow} tells of imports, {@code
 * define} of definitions and their versions, {@code watch} sums up for operators, {@code serve} speaks HTTP, {@code
 * tell} to a terminal. What reaches out to
 * Cassandra and Connect lies in {@code session}, behind the ports {@link dev.sluice.portal.follow.ImportStore}, {@link
 * dev.sluice.portal.define.DefinitionStore} and {@link dev.sluice.portal.watch.Connectors}.
 *
 * <p><b>Whom it trusts.</b> Nobody. A tenant has a token, which opens what is the tenant's and nothing else; names of tenants, datasets
 * and imports reach a path or a query only after one strict pattern each has accepted them, names of files after {@link
 * dev.sluice.portal.stage.FileName}. No cookies are used, so there is nothing that another site could make a browser send.
 *
 * <p><b>What it never does.</b> It does not write to Kafka or Cassandra, does not judge rows, does not hold a file in memory, does not
 * overwrite a file. Whether a definition is acceptable is the source's verdict, which comes as a report like everything else.
 */
package dev.sluice.portal;
