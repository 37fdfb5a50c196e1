/**
 * What the operator has agreed upon with each tenant: when files are taken, how fast, which keyspaces, how long what is done is kept.
 * In: agreement files, which the operator keeps outside of every tenant's reach, and the connector's own settings where an agreement
 * says nothing. Out: {@link dev.sluice.source.agree.Terms}. Poll thread. Imports packages to its left only.
 */
package dev.sluice.source.agree;
