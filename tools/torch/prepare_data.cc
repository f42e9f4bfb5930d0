#include "tools/torch/prepare_data.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/labelled_sentences.h>
#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/recipe/vector_use.h>
#include <lingan/model/generators/token_vectors.h>

namespace lingan::tools {
namespace {

constexpr const char* kTooGood = "figures of these are too good";
constexpr const char* kNoRanking = "rankings leave these out";

/// A vocabulary that is too small leaves little to learn.
void warn_of_unknown(const CorpusReport& report) {
  constexpr double kMuch = 0.2;
  const double share = static_cast<double>(report.unknown) / static_cast<double>(report.tokens);
  if (report.unknown == 0 || share < kMuch) return;
  std::fprintf(stderr,
               "lingan: %.0f %% of the tokens are unknown, <unk> in what is learnt; lower "
               "--min-count or raise --vocab-size\n",
               100 * share);
}

/// Words that nothing to train on has are <unk>, and where that is not trained on either, no recipe
/// can learn how probable it is.
void warn_of_unlearned(const PreparedData& data) {
  const int32_t unknown = data.tokenizer->specials().unk;
  const auto count = [&](const TokenBatch& part) {
    return std::ranges::count(part.tokens, unknown);
  };
  if (unknown < 0 || count(data.train) > 0) return;
  const auto unlearned = count(data.validation) + count(data.test);
  if (unlearned == 0) return;
  std::fprintf(
      stderr,
      "lingan: %s %s <unk>, which nothing that is trained on has: likelihoods count it, and "
      "a discriminator may go by it; --min-count 2 trains on <unk>, too\n",
      counted(unlearned, "held-out token").c_str(), unlearned == 1 ? "is" : "are");
}

/// What is also trained on measures memory, not learning.
/// @param kind  `held-out sentence`.  @param so  what follows.
void warn_of_shared(int64_t shared, int64_t all, const char* kind, const char* so) {
  if (shared == 0) return;
  std::fprintf(stderr, "lingan: %lld of %s also trained on: %s\n", static_cast<long long>(shared),
               (counted(all, kind) + (all == 1 ? " is" : " are")).c_str(), so);
}

/// "2 labels", or how many sentences to train on have one where not all do.
std::string labels_read(const PreparedData& data) {
  std::string labels = counted(data.labels.size(), "label");
  const int64_t labelled = labelled_sentences(data.train).rows;
  if (labelled < data.train.rows) labels += ", of " + std::to_string(labelled) + " to train on";
  return labels;
}

/// Of pairs, whose queries are labels and whose items are all tokens that are not special.
void say_pairs_read(const PreparedData& data) {
  const CorpusReport& report = data.report;
  const auto& [pad, bos, eos, unk] = data.tokenizer->specials();
  const auto specials = std::ranges::count_if(std::array{pad, bos, eos, unk},
                                              [](int32_t special) { return special >= 0; });
  std::string line = fmt::format(
      "read {}: {} to train on, {} held out, {}{}, {}", counted(report.sentences, "pair"),
      data.train.rows, data.validation.rows,
      data.test.rows > 0 ? fmt::format("{} to report on, ", data.test.rows) : "",
      data.labels.size() == 1 ? "1 query" : fmt::format("{} queries", data.labels.size()),
      counted(data.tokenizer->size() - specials, "item"));
  if (report.empty > 0) line += "; " + counted(report.empty, "empty line") + " dropped";
  std::fprintf(stderr, "%s\n", line.c_str());
  warn_of_shared(data.validation_in_training, data.validation.rows, "held-out pair", kNoRanking);
  warn_of_shared(data.test_in_training, data.test.rows, "test pair", kNoRanking);
}

void say_what_was_read(const PreparedData& data) {
  const CorpusReport& report = data.report;
  std::string line = fmt::format(
      "read {}: {} to train on, {} held out, {}{}, {}, longest {}", counted(report.lines, "line"),
      data.train.rows, data.validation.rows,
      data.test.rows > 0 ? fmt::format("{} to report on, ", data.test.rows) : "",
      counted(report.tokens, "token"), counted(data.tokenizer->size(), "type"), data.train.width);
  if (!data.labels.empty()) line += "; " + labels_read(data);
  if (data.sources.rows > 0) line += fmt::format("; sources, longest {}", data.sources.width);
  if (report.too_long > 0) line += fmt::format("; {} too long, dropped", report.too_long);
  if (report.empty > 0) line += fmt::format("; {} empty, dropped", report.empty);
  if (report.unknown > 0) line += "; " + counted(report.unknown, "unknown token");
  if (data.vectors != nullptr) {
    line += "; word vectors for " + counted(data.vectors->ids.size(0), "type");
  }
  if (data.unused_types > 0) {
    line += "; " + counted(data.unused_types, "type") + " only in lines that were dropped";
  }
  std::fprintf(stderr, "%s\n", line.c_str());
  warn_of_unknown(report);
  warn_of_unlearned(data);
  warn_of_shared(data.validation_in_training, data.validation.rows, "held-out sentence", kTooGood);
  warn_of_shared(data.test_in_training, data.test.rows, "test sentence", kTooGood);
}

/// An oracle's sentences have neither labels nor sources, nor an end, nor a token that begins them,
/// in whose place a label would be fed.
void require_plain_recipes(std::span<const Recipe> recipes) {
  for (const Recipe& recipe : recipes) {
    if (draws_labels(recipe.generator)) {
      throw UsageError("`oracle`: its sentences have no beginning and no end, and the recipe " +
                       recipe.name +
                       " is told a label before them (generator.labels); name text: --corpus FILE");
    }
    if (missing_share(recipe) > 0) {
      throw UsageError("`oracle`: its sentences have no end, and the recipe " + recipe.name +
                       " takes words out of sentences that end; name text: --corpus FILE");
    }
    const bool labels = uses_labels(recipe);
    if (!labels && !reads_sources(recipe)) continue;
    throw UsageError(fmt::format(
        "`oracle`: its sentences have no {0}s, and the recipe {1} needs them (generator.{0}{2}); "
        "name text: --corpus FILE",
        labels ? "label" : "source", recipe.name, labels ? "s" : ""));
  }
}

/// A recipe that chooses items knows no text.
void require_fitting_pairs(std::span<const Recipe> recipes, bool are_given) {
  for (const Recipe& recipe : recipes) {
    if (!chooses_items(recipe) || are_given) continue;
    throw UsageError(fmt::format(
        "strategy.name = \"{}\": the recipe {} chooses an item for a query; name a file of such "
        "pairs: lingan train --pairs FILE",
        recipe.strategy, recipe.name));
  }
}

}  // namespace

std::string labels_given(const TextSource& text) {
  if (!text.labels.empty()) return "labels";
  if (text.label_column != 0) return "label_column";
  return text.corpus_b.empty() ? "" : "corpus_b";
}

void require_fitting_data(std::span<const Recipe> recipes, const DataOptions& options) {
  require_fitting_pairs(recipes, !options.pairs.empty());
  if (options.oracle.oracle.empty()) {
    require_fitting_labels(recipes, labels_given(options.text));
    require_fitting_sources(recipes, !options.text.sources.empty());
  } else {
    require_plain_recipes(recipes);
  }
  require_fitting_vectors(recipes, !options.text.vectors.empty());
}

PreparedData prepare_data(std::span<const Recipe> recipes, const DataOptions& options,
                          uint64_t seed, bool quiet) {
  if (!options.oracle.oracle.empty()) {
    OracleSource oracle = options.oracle;
    oracle.seed = seed;
    return prepare_oracle(oracle);
  }
  if (options.text.corpus.empty()) {
    throw UsageError("name what to learn from: --corpus FILE or --oracle FILE|seed:N");
  }
  TextSource text = options.text;
  text.bad_text = parse_bad_text(options.bad_text);
  text.seed = seed;
  text.unlabelled = take_unlabelled(recipes);
  PreparedData data = prepare_text(text);
  if (!quiet) options.pairs.empty() ? say_what_was_read(data) : say_pairs_read(data);
  return data;
}

}  // namespace lingan::tools
