/**
 * Many tenants on one worker, most of them small, some with files that take long, one who does all the harm that a tenant can do. Each
 * round of the small ones is played twice, without and with the others, in the same run. What is asserted are facts of order, of counts
 * and of memory; how long somebody waited is printed, for to compare, and never asserted.
 */
package dev.sluice.it.tenants;
