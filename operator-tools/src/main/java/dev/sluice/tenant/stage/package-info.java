/** A tenant's directories. In: the staging directory. Out: directories with the right owner and permissions, and what lies in them. */
package dev.sluice.tenant.stage;
