/** What an agreement means for others, in their words. In: an agreement that is in order. Out: texts. Pure. */
package dev.sluice.tenant.render;
