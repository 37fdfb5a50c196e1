/** The commands. Each does what it says, tells what it has done and what it has left, and can be given again. */
package dev.sluice.tenant.command;
