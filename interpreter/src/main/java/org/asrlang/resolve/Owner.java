package org.asrlang.resolve;

import org.asrlang.expand.Expander;

/**
 * What an item's signature and body need to know of the place where the item stands.
 *
 * @param outer the names around an item in a body; null at module level
 */
record Owner(Scope scope, Rib outer, Expander.Context context, CrateData crate) {}
