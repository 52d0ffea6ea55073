#!/usr/bin/env bash
# Finds what the peers of the benchmark need and says what is missing: jars through Maven, Python packages as the system has them
# (Debian: python3-torch, python3-sklearn, libopenblas0-pthread). Writes target/bench/*.classpath for those that run on the JVM.
set -u
cd "$(dirname "$0")/../.."
mkdir -p target/bench
for peer in tensorflow djl dl4j; do
  out="$PWD/target/bench/$peer.classpath"
  if ./mvnw -q -f "src/bench/peers/jvm/$peer.xml" -Djavacpp.platform=linux-x86_64 \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath "-Dmdep.outputFile=$out" > "$out.log" 2>&1; then
    echo "$peer: found"
  else
    rm -f "$out"
    echo "$peer: its jars cannot be had here; left out (see $out.log)"
  fi
done
for module in torch sklearn; do
  "${PYTHON:-/usr/bin/python3}" -c "import $module; print('$module:', $module.__version__)" 2> /dev/null || echo "$module: not in ${PYTHON:-/usr/bin/python3}; left out"
done
