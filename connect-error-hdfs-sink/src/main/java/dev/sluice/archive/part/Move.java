package dev.sluice.archive.part;

/**
 * A finished temporary file and the name that it gets when its part is committed; paths are relative to the root.
 *
 * @param length in bytes
 * @param records how many envelopes it holds
 */
public record Move(String temporary, String archived, long length, long records) {}
