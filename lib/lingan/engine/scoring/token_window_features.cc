#include <lingan/engine/scoring/token_window_features.h>

#include <algorithm>
#include <numeric>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/large_buffer.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/token_window_features.h>

namespace lingan::engine {
namespace {

// Bytes of the tables that are used together: half of a last-level cache of common size.
constexpr int64_t kTableBytes = int64_t{16} << 20;
// Rows in a run: enough to share prefixes, few enough to spread over threads.
constexpr int64_t kRunRows = 64;
// Tokens whose table entries one task computes.
constexpr int64_t kTableGrain = 48;
// Multiply-adds of a dense product in the time of one addition of a table entry, which comes from
// L2.
constexpr double kAdditionCost = 4.0;

// The widest strip whose tables fit, but no wider than the filters that are left need.
int64_t strip_floats(int64_t vocabulary, int64_t width, int64_t left) {
  for (const int64_t floats : {64, 32}) {
    if (left > floats / 2 && vocabulary * width * floats * 4 <= kTableBytes) return floats;
  }
  return 16;
}

}  // namespace

/// Rows in the order in which they are computed.
struct TokenWindowFeatures::Plan {
  int32_t length = 0;                    // T
  std::vector<int64_t> order;            // [n], row of the batch
  std::vector<int32_t> prefix;           // [n], shared tokens
  std::vector<int64_t> runs;             // first row of each run, and n
  std::vector<int32_t> slots;            // [n, T], number of the token among those that occur
  std::vector<const float*> embeddings;  // [tokens that occur]

  void sort_rows(const TokenBatch& rows, const SharedPrefixes& shared);
  void check_sharing(const TokenBatch& rows, const SharedPrefixes& shared) const;
  void split_runs(const SharedPrefixes& shared);
  void number_tokens(const TokenBatch& rows, std::span<const float> table, int64_t width);
};

void TokenWindowFeatures::Plan::sort_rows(const TokenBatch& rows, const SharedPrefixes& shared) {
  length = rows.width;
  order.resize(rows.rows);
  std::iota(order.begin(), order.end(), int64_t{0});
  prefix.assign(rows.rows, 0);
  if (shared.sentence.empty()) return;
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::pair(shared.sentence[a], shared.prefix_length[a]) <
           std::pair(shared.sentence[b], shared.prefix_length[b]);
  });
  for (int64_t i = 0; i < rows.rows; ++i) prefix[i] = shared.prefix_length[order[i]];
}

void TokenWindowFeatures::Plan::check_sharing(const TokenBatch& rows,
                                              const SharedPrefixes& shared) const {
  for (int64_t i = 0; i < rows.rows; ++i) {
    if (prefix[i] < 0 || prefix[i] > length) {
      throw UsageError("row " + std::to_string(order[i]) + ": prefix length " +
                       std::to_string(prefix[i]) + " is outside 0.." + std::to_string(length));
    }
    if (i == 0 || shared.sentence[order[i]] != shared.sentence[order[i - 1]]) continue;
    const int32_t* row = rows.tokens.data() + order[i] * length;
    const int32_t* before = rows.tokens.data() + order[i - 1] * length;
    if (!std::equal(row, row + prefix[i - 1], before)) {
      throw UsageError("rows " + std::to_string(order[i - 1]) + " and " + std::to_string(order[i]) +
                       " are said to share " + std::to_string(prefix[i - 1]) +
                       " tokens, but differ in them");
    }
  }
}

void TokenWindowFeatures::Plan::split_runs(const SharedPrefixes& shared) {
  const int64_t rows = static_cast<int64_t>(order.size());
  for (int64_t i = 0; i < rows; ++i) {
    const bool new_sentence =
        i == 0 ||
        (!shared.sentence.empty() && shared.sentence[order[i]] != shared.sentence[order[i - 1]]);
    if (new_sentence || i - runs.back() == kRunRows) runs.push_back(i);
  }
  runs.push_back(rows);
}

void TokenWindowFeatures::Plan::number_tokens(const TokenBatch& rows, std::span<const float> table,
                                              int64_t width) {
  std::vector<int32_t> numbers(table.size() / width, -1);
  slots.resize(rows.tokens.size());
  int32_t* slot = slots.data();
  for (const int64_t row : order) {
    for (int32_t t = 0; t < length; ++t) {
      const int32_t token = rows.tokens[row * length + t];
      if (numbers[token] < 0) {
        numbers[token] = static_cast<int32_t>(embeddings.size());
        embeddings.push_back(table.data() + token * width);
      }
      *slot++ = numbers[token];
    }
  }
}

TokenWindowFeatures::TokenWindowFeatures(std::span<const float> embeddings, int64_t embedding_width,
                                         std::span<const TokenWindowBank> banks)
    : embedding_width_(embedding_width), embeddings_(embeddings.begin(), embeddings.end()) {
  if (embedding_width < 1 || embeddings.size() % embedding_width != 0 || embeddings.empty()) {
    throw UsageError("an embedding table of " + std::to_string(embeddings.size()) +
                     " floats has no rows of " + std::to_string(embedding_width));
  }
  vocabulary_ = static_cast<int64_t>(embeddings.size()) / embedding_width;
  for (const TokenWindowBank& bank : banks) add_bank(bank);
}

void TokenWindowFeatures::add_bank(const TokenWindowBank& bank) {
  const int64_t row = bank.width * embedding_width_;
  if (bank.width < 1 || bank.count < 1 ||
      static_cast<int64_t>(bank.weight.size()) != bank.count * row ||
      static_cast<int64_t>(bank.bias.size()) != bank.count) {
    throw UsageError("a bank of " + std::to_string(bank.count) + " filters of width " +
                     std::to_string(bank.width) + " has " + std::to_string(bank.weight.size()) +
                     " weights and " + std::to_string(bank.bias.size()) + " biases");
  }
  for (int64_t done = 0; done < bank.count;) {
    const int64_t floats = strip_floats(vocabulary_, bank.width, bank.count - done);
    const int64_t count = std::min(floats, bank.count - done);
    Strip strip{.width = bank.width,
                .floats = floats,
                .count = count,
                .first_feature = features_,
                .weight = std::vector<float>(row * floats),
                .bias = std::vector<float>(floats)};
    for (int64_t f = 0; f < count; ++f) {
      strip.bias[f] = bank.bias[done + f];
      for (int64_t i = 0; i < row; ++i) {
        strip.weight[i * floats + f] = bank.weight[(done + f) * row + i];
      }
    }
    strips_.push_back(std::move(strip));
    features_ += count;
    done += count;
  }
}

int32_t TokenWindowFeatures::widest() const {
  int32_t widest = 0;
  for (const Strip& strip : strips_) widest = std::max(widest, strip.width);
  return widest;
}

TokenWindowWork TokenWindowFeatures::work(const TokenBatch& rows) const {
  std::vector<bool> occurs(vocabulary_, false);
  for (const int32_t token : rows.tokens) {
    if (token >= 0 && token < vocabulary_) occurs[token] = true;
  }
  const double distinct = std::count(occurs.begin(), occurs.end(), true);
  TokenWindowWork work;
  for (const Strip& strip : strips_) {
    const double window = static_cast<double>(strip.width) * strip.count;
    const double windows = static_cast<double>(rows.rows) * (rows.width - strip.width + 1);
    work.dense += windows * window * embedding_width_;
    work.tables += distinct * window * embedding_width_ + windows * window * kAdditionCost;
  }
  return work;
}

void TokenWindowFeatures::check(const TokenBatch& rows, std::span<float> features) const {
  if (static_cast<int64_t>(features.size()) != rows.rows * features_) {
    throw UsageError("features of " + std::to_string(rows.rows) + " rows need " +
                     std::to_string(rows.rows * features_) + " floats, not " +
                     std::to_string(features.size()));
  }
  if (rows.width < widest()) {
    throw UsageError("rows of " + std::to_string(rows.width) +
                     " tokens are narrower than a filter of " + std::to_string(widest()) +
                     "; pad them");
  }
  for (const int32_t token : rows.tokens) {
    if (token < 0 || token >= vocabulary_) {
      throw UsageError("token id " + std::to_string(token) + " is outside the vocabulary (0.." +
                       std::to_string(vocabulary_ - 1) + ")");
    }
  }
}

void TokenWindowFeatures::compute(const TokenBatch& rows, std::span<float> features) const {
  compute(rows, SharedPrefixes{}, features);
}

void TokenWindowFeatures::compute(const TokenBatch& rows, const SharedPrefixes& shared,
                                  std::span<float> features) const {
  check(rows, features);
  const size_t described = shared.sentence.size();
  if (described != shared.prefix_length.size() ||
      (described != 0 && described != static_cast<size_t>(rows.rows))) {
    throw UsageError("shared prefixes must be given for all rows or for none");
  }
  if (rows.rows == 0) return;
  Plan plan;
  plan.sort_rows(rows, shared);
  if (described != 0) plan.check_sharing(rows, shared);
  plan.split_runs(shared);
  plan.number_tokens(rows, embeddings_, embedding_width_);

  int64_t largest = 0;
  for (const Strip& strip : strips_) largest = std::max(largest, strip.width * strip.floats);
  LargeBuffer table(plan.embeddings.size() * static_cast<size_t>(largest));
  for (const Strip& strip : strips_) {
    build_table(strip, plan, table.data());
    reduce_windows(strip, plan, table.data(), features);
  }
}

void TokenWindowFeatures::build_table(const Strip& strip, const Plan& plan, float* table) const {
  const int64_t tokens = static_cast<int64_t>(plan.embeddings.size());
  const int64_t entry = strip.width * strip.floats;
  parallel_for(tokens, kTableGrain, [&](int64_t begin, int64_t end) {
    const std::span<const float* const> all = plan.embeddings;
    compute_partial_products({.embeddings = all.subspan(begin, end - begin),
                              .weight = strip.weight.data(),
                              .embedding_width = embedding_width_,
                              .width = strip.width,
                              .floats = strip.floats,
                              .table = table + begin * entry});
  });
}

void TokenWindowFeatures::reduce_windows(const Strip& strip, const Plan& plan, const float* table,
                                         std::span<float> features) const {
  const int64_t runs = static_cast<int64_t>(plan.runs.size()) - 1;
  const int64_t scratch_floats = (plan.length - strip.width + 2) * strip.floats;
  parallel_for(runs, 1, [&](int64_t run, int64_t) {
    const int64_t begin = plan.runs[run];
    const int64_t rows = plan.runs[run + 1] - begin;
    std::vector<float> scratch(scratch_floats);
    std::vector<float*> places(rows);
    for (int64_t i = 0; i < rows; ++i) {
      places[i] = features.data() + plan.order[begin + i] * features_ + strip.first_feature;
    }
    reduce_token_window_run({.table = table,
                             .width = strip.width,
                             .floats = strip.floats,
                             .length = plan.length,
                             .prefix = std::span(plan.prefix).subspan(begin, rows),
                             .slots = plan.slots.data() + begin * plan.length,
                             .bias = strip.bias.data(),
                             .count = strip.count,
                             .features = places,
                             .scratch = scratch});
  });
}

}  // namespace lingan::engine
