/** What a tenant reads about a file, as JSON. In: outcomes. Out: a report. Pure. */
package dev.sluice.source.report;
