/**
 * What reaches out: the Cassandra sink's keyspace, read with the driver, and Connect's REST API, read with the JDK's client. Thin: what is
 * read is turned into the ports' records, and nothing is decided. The portal starts, and takes files, whether these answer or not.
 */
package dev.sluice.portal.session;
