/// Items in the order in which a generator chooses them for a query, and what held-out pairs say of
/// it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// Whether a generator chooses one item for a label: then its sentences are pairs of a query, the
/// label, and an item, the token.
bool ranks_items(const GeneratorOptions& options);

/// An item and ln p of it.
struct RankedItem {
  int32_t item = 0;
  float log_probability = 0.0F;
};

/// All items but the query's own in the training pairs and the special tokens, best first; of
/// equally likely ones the one with the lower number.
/// @param generator  REQUIRES: ranks_items(its options).  @param query  number of a label.
std::vector<RankedItem> ranked_items(Generator& generator, const TokenBatch& train, int32_t query);

/// metrics::ranking_metrics() of held-out pairs: means over the queries that have any. All items
/// are ranked that are not among the query's training pairs, also those that no training pair has.
/// A pair that is also trained on, or comes again, does not count. Empty where the generator ranks
/// no items, or nothing is left.
std::map<std::string, double> ranking_figures(Generator& generator, const TokenBatch& train,
                                              const TokenBatch& held_out);

/// How many queries these are means over.
int64_t ranked_queries(const TokenBatch& train, const TokenBatch& held_out);

}  // namespace lingan
