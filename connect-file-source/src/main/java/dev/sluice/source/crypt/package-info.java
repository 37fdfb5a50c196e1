/**
 * OpenPGP: what tenants have encrypted becomes bytes, on the fly and never on disk, and what is written for them is encrypted. In: keys as
 * texts, an encrypted stream. Out: the stream's data, whose end comes only when its integrity, and its signature if one is agreed upon,
 * have been found right. Bouncy Castle's lightweight operators only; no security provider is registered with the JVM. Imports {@code
 * stage}, whose ports it fills.
 */
package dev.sluice.source.crypt;
