/** What tenants drop, as a function of a seed. In: a seed and a size. Out: for each user a list of drops. Knows no Sluice. */
package dev.sluice.it.story.script;
