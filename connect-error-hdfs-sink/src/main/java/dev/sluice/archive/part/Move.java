package dev.sluice.archive.part;

/**
 * A finished temporary file and the name that it gets when its part is committed; paths are relative to the root.
 *
 * @param length in bytes
 * @param records how many envelopes it holds
 * @param replaces true if the file takes the place of its predecessor; false if nothing may be there
 */
public record Move(String temporary, String archived, long length, long records, boolean replaces) {}
