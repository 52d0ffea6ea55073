/** JSON of the sealed families, the catalog, problem documents, dashboard routes. */
@NullMarked
package dev.chainrule.web;

import org.jspecify.annotations.NullMarked;
