/**
 * What a tenant reads about a file: the report as JSON, the rejected lines, and why; and what an operator sees by JMX. In: outcomes,
 * counts, and the rejected rows' positions. Out: a report, files to be put beside it, and meters. Poll thread, but for the meters'
 * readers. Imports packages to its left only.
 */
package dev.sluice.source.report;
