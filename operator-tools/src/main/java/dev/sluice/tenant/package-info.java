/**
 * {@code scripts/tenant}: what an operator does to have a tenant served.
 *
 * <p>In: a service agreement, a template of {@code connector-configs/templates}, a Connect cluster's REST API, the staging directory. Out: the
 * tenant's directories with their permissions, its source connector, or what is to be applied elsewhere: connector configs, Strimzi's
 * custom resources, manifests of the tenant's own ingest program.
 *
 * <pre>
 * render   agreement and template → connector config → KafkaConnector;  agreement → CronJob or Deployment; pure
 * stage    the directories of a tenant: made, mended, looked at
 * connect  Connect's REST API
 * command  add, check, show, list, remove: what is told to the operator, and exit codes
 * </pre>
 *
 * <p>A package imports only packages above it. Nothing here is on a worker's class path.
 */
package dev.sluice.tenant;
