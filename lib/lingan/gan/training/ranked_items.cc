#include <lingan/gan/training/ranked_items.h>

#include <algorithm>
#include <set>

#include <lingan/metrics/ranking/ranking.h>

namespace lingan {
namespace {

constexpr int64_t kBlockQueries = 256;

using ItemsOfQueries = std::map<int32_t, std::set<int32_t>>;

ItemsOfQueries items_of_queries(const TokenBatch& pairs) {
  ItemsOfQueries items;
  for (int64_t row = 0; row < pairs.rows; ++row) {
    items[pairs.labels[static_cast<size_t>(row)]].insert(pairs.row(row).front());
  }
  return items;
}

/// Held-out items of each query that has any beside those of its training pairs.
ItemsOfQueries relevant_items(const ItemsOfQueries& known, const TokenBatch& held_out) {
  ItemsOfQueries relevant = items_of_queries(held_out);
  for (auto& [query, items] : relevant) {
    const auto own = known.find(query);
    if (own == known.end()) continue;
    for (const int32_t item : own->second) items.erase(item);
  }
  std::erase_if(relevant, [](const auto& entry) { return entry.second.empty(); });
  return relevant;
}

/// ln p of all items for some queries, [Q, V] float, on the CPU.
torch::Tensor log_probabilities_of(Generator& generator, const std::vector<int32_t>& queries) {
  const torch::NoGradGuard no_gradient;
  const auto labels = torch::tensor(queries, torch::kInt64).to(generator.embeddings().device());
  const auto hidden = generator.hidden(torch::zeros({labels.size(0), 1}, labels.options()), labels);
  return torch::log_softmax(generator.logits(hidden.select(1, 0)), 1).to(torch::kCPU).contiguous();
}

bool is_special(const SpecialTokens& specials, int32_t item) {
  const bool reserves_bos = specials.eos >= 0;  // else it may be an ordinary token
  return item == specials.pad || item == specials.eos || item == specials.unk ||
         (reserves_bos && item == specials.bos);
}

/// Items of a row of ln p that may be chosen, best first.
std::vector<RankedItem> in_order(const float* log_p, const GeneratorOptions& options,
                                 const std::set<int32_t>& known) {
  std::vector<RankedItem> items;
  for (int32_t item = 0; item < options.vocabulary_size; ++item) {
    if (is_special(options.specials, item) || known.contains(item)) continue;
    items.push_back({item, log_p[item]});
  }
  std::ranges::stable_sort(items, std::ranges::greater(), &RankedItem::log_probability);
  return items;
}

metrics::RelevantRanks ranks_of(const std::vector<RankedItem>& items,
                                const std::set<int32_t>& relevant) {
  metrics::RelevantRanks ranks;
  for (size_t rank = 0; rank < items.size(); ++rank) {
    if (relevant.contains(items[rank].item)) ranks.push_back(static_cast<int64_t>(rank));
  }
  return ranks;
}

}  // namespace

bool ranks_items(const GeneratorOptions& options) {
  return options.labels == "condition" && options.length == 1 && options.output == "softmax";
}

std::vector<RankedItem> ranked_items(Generator& generator, const TokenBatch& train, int32_t query) {
  const auto known = items_of_queries(train);
  const auto own = known.find(query);
  const auto log_p = log_probabilities_of(generator, {query});
  return in_order(log_p.const_data_ptr<float>(), generator.options(),
                  own == known.end() ? std::set<int32_t>() : own->second);
}

std::map<std::string, double> ranking_figures(Generator& generator, const TokenBatch& train,
                                              const TokenBatch& held_out) {
  if (!ranks_items(generator.options()) || held_out.rows == 0) return {};
  auto known = items_of_queries(train);
  const auto relevant = relevant_items(known, held_out);
  std::vector<int32_t> queries;
  for (const auto& [query, items] : relevant) queries.push_back(query);
  std::vector<metrics::RelevantRanks> ranks;
  for (size_t first = 0; first < queries.size(); first += kBlockQueries) {
    const size_t end = std::min(queries.size(), first + kBlockQueries);
    const torch::Tensor log_p =
        log_probabilities_of(generator, {queries.begin() + static_cast<int64_t>(first),
                                         queries.begin() + static_cast<int64_t>(end)});
    for (size_t i = first; i < end; ++i) {
      const float* row = log_p[static_cast<int64_t>(i - first)].const_data_ptr<float>();
      const auto items = in_order(row, generator.options(), known[queries[i]]);
      ranks.push_back(ranks_of(items, relevant.at(queries[i])));
    }
  }
  return metrics::ranking_metrics(ranks);
}

int64_t ranked_queries(const TokenBatch& train, const TokenBatch& held_out) {
  return std::ssize(relevant_items(items_of_queries(train), held_out));
}

}  // namespace lingan
