# Sourced by every script: where the project is, which Java, and how to build. Works from any working directory.
SLUICE_HOME="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

fail() {
  echo "sluice: $*" >&2
  exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
  JAVA="$JAVA_HOME/bin/java"
else
  JAVA="$(command -v java || true)"
fi
[ -n "$JAVA" ] && [ -x "$JAVA" ] || fail "no java found. Install a JDK 17 (up to 21) and put it on PATH, or set JAVA_HOME."
java_version="$("$JAVA" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')"
case "$java_version" in
  17 | 18 | 19 | 20 | 21) ;;
  *) fail "java is of version '$java_version'; Sluice builds and its local engines run on JDK 17 to 21. Set JAVA_HOME to such a JDK." ;;
esac
[ -x "$(dirname "$JAVA")/javac" ] || [ -n "$(command -v javac || true)" ] || fail "there is a java, but no javac: install a JDK, not a JRE."
command -v mvn > /dev/null || fail "no mvn found. Install Apache Maven 3.8 or newer."

# Builds, without tests, unless what is built is newer than every source.
build_if_needed() {
  local stamp="$SLUICE_HOME/demo/target/build.stamp"
  if [ -f "$stamp" ] && [ -z "$(cd "$SLUICE_HOME" && find . \( -name target -o -name .git -o -name .stack -o -name docs \) -prune \
    -o -type f \( -path '*/src/main/*' -o -path '*/src/plugin/*' -o -path '*/src/poms/*' -o -name pom.xml -o -path './build/*' \) \
    -newer "$stamp" -print -quit)" ]; then
    return
  fi
  echo "Building Sluice (the first time this downloads about 550 MB from Maven Central) ..."
  (cd "$SLUICE_HOME" && mvn --batch-mode --quiet package -Dmaven.test.skip=true -Dspotless.check.skip=true | sed $'s/\e\\[[0-9;]*m//g') || fail "the build failed; see above."
  touch "$stamp"
}

# Makes sure of what only tests need: the browser that the portal's pages are tested in, and the programs that the commands of
# docs/ call. Debian's, for there are none on Maven Central.
ensure_test_programs() {
  local packages=()
  command -v chromedriver > /dev/null && { command -v chromium || command -v chromium-browser || command -v google-chrome; } > /dev/null \
    || packages+=(chromium chromium-driver)
  local program
  for program in curl unzip; do
    command -v "$program" > /dev/null || packages+=("$program")
  done
  [ "${#packages[@]}" = 0 ] && return
  command -v apt-get > /dev/null || fail "tests need ${packages[*]}, and there is no apt-get to install them with. Install them."
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  echo "Installing ${packages[*]}, which tests need ..."
  { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null; } \
    || fail "${packages[*]} could not be installed. Install Debian's packages of these names, or their like."
}

# The class path of a module, as its build wrote it down.
class_path() {
  echo "$SLUICE_HOME/$1/target/classes:$(cat "$SLUICE_HOME/$1/target/runtime.classpath")"
}
