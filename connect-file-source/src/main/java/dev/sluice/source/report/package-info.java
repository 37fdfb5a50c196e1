/**
 * What a tenant reads about a file: the report as JSON, the rejected lines, and why. In: outcomes, and the rejected rows' positions.
 * Out: a report, and files to be put beside it. Poll thread. Imports packages to its left only.
 */
package dev.sluice.source.report;
