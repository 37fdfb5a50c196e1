/** What the file source's own steps cost, from bytes to Connect's records, against opencsv's plain reader on the same bytes. */
package dev.sluice.bench.read;
