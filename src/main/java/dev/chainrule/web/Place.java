package dev.chainrule.web;

/**
 * Where in a document a value stands.
 *
 * @param pointer JSON pointer (RFC 6901)
 * @param subject the value's name in a message
 * @param insideText whether the value is part of a short form, so that what is below it has the same pointer
 */
record Place(String pointer, String subject, boolean insideText) {

    static Place at(String pointer) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        return new Place(pointer, name.isEmpty() ? "the document" : name, false);
    }

    /** The field of this name. */
    Place below(String name) {
        String escaped = name.replace("~", "~0").replace("/", "~1");
        return insideText ? new Place(pointer, name, true) : new Place(pointer + "/" + escaped, name, false);
    }

    /** The element of this index. */
    Place below(int index) {
        return new Place(pointer + "/" + index, subject + "[" + index + "]", false);
    }

    /** The same place, seen as a short form. */
    Place asText() {
        return new Place(pointer, subject, true);
    }
}
