package dev.chainrule.browser;

/** Requests for runs that browser tests start. */
final class Requests {

    /** Done in a moment. */
    static final String IRIS = """
            {"name": "iris", "tags": ["browser"], "dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh"]},
             "training": {"epochs": 30, "seed": 1}}""";

    /** Eight sigmoid layers: their gradient vanishes. */
    static final String VANISHING = """
            {"name": "vanishing sigmoid", "dataset": {"generator": {"type": "spiral", "rows": 400, "seed": 7}},
             "model": {"layers": ["dense:16:sigmoid", "dense:16:sigmoid", "dense:16:sigmoid", "dense:16:sigmoid",
                                  "dense:16:sigmoid", "dense:16:sigmoid", "dense:16:sigmoid", "dense:16:sigmoid"]},
             "training": {"optimizer": "momentum:0.1", "epochs": 100, "seed": 1}}""";

    /** Goes on until somebody stops it. */
    static final String ENDLESS = """
            {"name": "endless", "dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh"]},
             "training": {"epochs": 1000000, "seed": 1}}""";

    /** Whoever shows the name as markup runs the script. */
    static final String HOSTILE = """
            {"name": "<img src=x onerror=alert(1)>", "dataset": {"generator": "iris"},
             "model": {"layers": [{"type": "dense", "units": 4, "name": "bold"}]}, "training": {"epochs": 2}}""";

    private Requests() {}
}
