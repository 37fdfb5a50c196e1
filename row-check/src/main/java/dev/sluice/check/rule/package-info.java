/**
 * What the data quality rules of a dataset say, as written: docs/rules.md.
 *
 * <p>In: the schema property {@link dev.sluice.contract.SchemaProperties#RULES} as plain lists, maps, strings and numbers. Out: a list
 * of {@link dev.sluice.check.rule.Rule}, or every problem of it. Whether a rule fits its columns is for {@code check} to say. Pure;
 * imports nothing, so that it can move to wherever definitions are checked.
 */
package dev.sluice.check.rule;
