package dev.sluice.source.discover;

/**
 * A pattern of {@code *} (any run of characters) and {@code ?} (any one). Matches in time proportional to pattern × text at worst,
 * because patterns and names come from tenants, and a regular expression would let them keep us busy for ever.
 */
public record Glob(String pattern) {
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resumeAt = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resumeAt = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resumeAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
