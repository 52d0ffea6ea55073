package dev.chainrule.history;

/** A group of series of one run, by the numbers the tables know them by. */
record GroupKey(long runNo, int groupNo) {}
