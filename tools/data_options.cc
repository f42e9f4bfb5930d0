#include "tools/data_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan::tools {

void DataOptions::add_to(CLI::App& command) {
  auto* corpus = command.add_option("--corpus", text.corpus,
                                    "Text to learn from, one sentence a line; - is stdin");
  auto* oracle_option = command.add_option(
      "--oracle", oracle.oracle, "Learn from samples of an oracle instead: FILE or seed:N");
  corpus->excludes(oracle_option);
  command.add_option("--valid", text.validation, "Held-out text; default: a share of the corpus");
  command
      .add_option("--valid-share", text.validation_share, "Share of the corpus that is held out")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command
      .add_option("--tokenizer", text.tokenizer,
                  fmt::format("{}, or the file of a tokenizer or SentencePiece model",
                              fmt::join(card_names(tokenizers()), ", ")))
      ->capture_default_str();
  command
      .add_option("--vocab-size", text.training.vocabulary_size,
                  "Most token types; 0: all words, 8000 subwords")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  command.add_option("--min-count", text.training.min_count, "Drop words seen less often")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40))
      ->capture_default_str();
  command
      .add_option("--normalize", text.training.normalizer.form,
                  "Unicode normalization: nfc, nfkc, nfkc-casefold or none")
      ->check(CLI::IsMember({"nfc", "nfkc", "nfkc-casefold", "none"}))
      ->capture_default_str();
  command.add_flag("--lower-case", text.training.normalizer.lower_case, "Lower-case the text");
  command
      .add_option("--max-length", text.lengths.max_length,
                  "Longest sentence in tokens; 0: by --length-percentile")
      ->check(CLI::Range(0, 65536))
      ->capture_default_str();
  command
      .add_option("--length-percentile", text.lengths.length_percentile,
                  "Share of the sentences that the longest length covers")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  command.add_option("--on-bad-text", bad_text, "Malformed UTF-8: error, replace or skip")
      ->check(CLI::IsMember({"error", "replace", "skip"}))
      ->capture_default_str();
  command.add_option("--oracle-samples", oracle.samples, "Sentences to draw from the oracle")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 32))
      ->capture_default_str();
  command.add_option("--oracle-length", oracle.length, "Tokens in a sentence of the oracle")
      ->check(CLI::Range(1, 65536))
      ->capture_default_str();
}

}  // namespace lingan::tools
