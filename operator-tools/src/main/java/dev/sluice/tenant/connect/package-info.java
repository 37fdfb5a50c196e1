/** Connect's REST API, as far as tenants' connectors need it. */
package dev.sluice.tenant.connect;
