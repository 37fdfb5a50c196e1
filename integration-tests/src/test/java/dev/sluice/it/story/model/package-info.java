/**
 * What must be. In: for each dataset its drops in the order in which they took effect. Out: tables, imports, rejected rows with their
 * reasons, and the verdict on each drop. Shares no code with the plugins. May import {@code script}.
 */
package dev.sluice.it.story.model;
