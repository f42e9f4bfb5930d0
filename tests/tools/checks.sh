# What tests in shell share; to be sourced in the folder of the test.

fail() { echo "FAILED: $*"; exit 1; }

# refused CODE PATTERN COMMAND...: the exit code, and a line on stderr that has the pattern.
refused() {
  local code=$1 pattern=$2 got=0; shift 2
  "$@" > out 2> err < /dev/null || got=$?
  [ "$got" -eq "$code" ] || { cat err; fail "$*: exit code $got, expected $code"; }
  grep -q -- "$pattern" err || { cat err; fail "$*: no line with '$pattern'"; }
}
