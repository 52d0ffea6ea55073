package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import java.util.List;

/**
 * Places of the columns in use.
 *
 * @param target the one to predict
 * @param features those to predict from
 */
record DatasetColumns(int target, int[] features) {

    /** Finds columns by name; each must be there. */
    static DatasetColumns of(List<Column> columns, String target, List<String> features) {
        List<String> names = columns.stream().map(Column::name).toList();
        var places = Encoding.places(names);
        return new DatasetColumns(
                places.getOrDefault(target, -1),
                features.stream()
                        .mapToInt(name -> places.getOrDefault(name, -1))
                        .toArray());
    }
}
