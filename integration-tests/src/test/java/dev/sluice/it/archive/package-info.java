/**
 * The error archive alone, on real HDFS processes that come and go: its task in a JVM of its own, which is killed at every step ({@code
 * ErrorArchiveIT}), on a pair of name nodes and three data nodes ({@code ArchiveFailoverIT}), on HDFS with Kerberos ({@code
 * SecuredArchiveIT}), and its connectors in real workers ({@code ArchiveWorkersIT}). Each test ends by reading everything back.
 */
package dev.sluice.it.archive;
