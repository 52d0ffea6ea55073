# Built from the jar: ./mvnw -DskipTests package && docker build -t chainrule .
# Run: docker run -p 127.0.0.1:8080:8080 -v chainrule-data:/data -e CHAINRULE_ACCESS_API_KEYS=… chainrule
# Inside the container the service listens on every address, so it starts only with an API key: -e CHAINRULE_ACCESS_API_KEYS=<SHA-256 of the key, hex>.

FROM eclipse-temurin:25-jdk AS unpack
WORKDIR /unpack
COPY target/chainrule.jar chainrule.jar
# One layer for libraries (large, seldom new), one for our classes; jars beside each other, since a cache of classes knows no nested ones.
RUN java -Djarmode=tools -jar chainrule.jar extract --layers --destination .

FROM eclipse-temurin:25-jre
# OpenBLAS and ND4J want OpenMP and C++ run-time libraries.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl libgomp1 libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 chainrule \
 && useradd --system --uid 10001 --gid chainrule --home-dir /data --shell /usr/sbin/nologin chainrule \
 && install -d -o chainrule -g chainrule -m 0700 /data
WORKDIR /app
COPY --from=unpack /unpack/dependencies/ ./
COPY --from=unpack /unpack/snapshot-dependencies/ ./
COPY --from=unpack /unpack/application/ ./
# Classes read and linked once, by a start that ends before the service answers; a start of the same options then loads them from there.
ENV CHAINRULE_JVM="--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:+UseCompactObjectHeaders"
RUN java $CHAINRULE_JVM -XX:AOTCacheOutput=/app/chainrule.aot -Dspring.context.exit=onRefresh -Dorg.bytedeco.javacpp.cachedir=/tmp/natives \
      -jar chainrule.jar --chainrule.data-dir=/tmp/training \
 && rm -rf /tmp/natives /tmp/training
USER chainrule
VOLUME /data
EXPOSE 8080
# One BLAS thread a job: workers share the cores (ADR 0005). Natives are unpacked once, into the volume.
ENV OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    CHAINRULE_DATA_DIR=/data \
    SERVER_ADDRESS=0.0.0.0 \
    JAVA_OPTIONS=""
# With keys the actuator is at a port of its own (ADR 0015); the two probes are here in any case.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD curl -fsS -o /dev/null http://127.0.0.1:8080/readyz
ENTRYPOINT ["sh", "-c", "exec java \
  $CHAINRULE_JVM -XX:AOTCache=/app/chainrule.aot \
  -Xms48m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:TrimNativeHeapInterval=5000 \
  -XX:MaxRAMPercentage=40 -Dorg.bytedeco.javacpp.cachedir=/data/natives \
  $JAVA_OPTIONS -jar chainrule.jar \"$@\"", "chainrule"]
