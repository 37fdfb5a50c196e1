/**
 * A tenant's folder in the staging directory, as the file source lays it out: takes files into {@code in/}, tells what waits there, what
 * is being imported ({@code .sluice/imports}) and what was reported ({@code out/}). In: bytes under a name. Out: files that are wholly
 * there or not at all, records of what lies where.
 *
 * <p><b>How a file comes in.</b> Its bytes are written to {@code in/.upload-….part}, a name that the source never takes, counted and
 * hashed on their way; they are forced to disk, and only then given their name, by a hard link, which fails if the name is taken. So a
 * file is never seen half, never replaced, and what was answered with 201 outlives a power failure. What a crash leaves behind is deleted
 * after a day.
 *
 * <p>Whoever can write into the staging directory by other ways is as hostile as an uploader: no link is followed, neither in {@code
 * in/} nor in {@code out/}, and what is read is bounded. (Between looking at a folder and opening a file in it, somebody with a shell
 * could exchange the folder for a link; the portal's own user should be allowed nothing but the staging directory.)
 *
 * <p>Imports {@code admit} and the contract.
 */
package dev.sluice.portal.stage;
