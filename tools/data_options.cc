#include "tools/data_options.h"

#include <lingan/base/token_batch.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/bad_text_option.h"
#include "tools/number_option.h"
#include "tools/tokenizer_options.h"

namespace lingan::tools {

void DataOptions::add_to(CLI::App& command) {
  auto* corpus = command.add_option("--corpus", text.corpus,
                                    "Text to learn from, one sentence a line; - is stdin");
  auto* oracle_option = command.add_option(
      "--oracle", oracle.oracle,
      "Learn from samples of an oracle instead: the generator.safetensors of a run, or seed:N");
  corpus->excludes(oracle_option);
  command.add_option("--corpus-b", text.corpus_b,
                     "Second text, for a recipe that knows labels (generator.labels): its "
                     "sentences have the label b, those of --corpus a");
  command.add_option("--valid", text.validation, "Held-out text; default: a share of the corpus");
  add_number(command, "--valid-share", text.validation_share,
             "Share of the corpus that is held out", {0, 0.9});
  command.add_option(
      "--test", text.test,
      "Text that reports are of, and nothing is chosen by; default: the held-out text");
  add_number(command, "--test-share", text.test_share, "Share of the corpus that reports are of",
             {0, 0.9});
  command.add_option(
      "--labels", text.labels,
      "Of what kind each sentence is: one label a line, as many lines as the corpus; for a recipe "
      "that learns from few labels (semi-supervised), an empty line where nobody knows it");
  add_number(command, "--label-column", text.label_column,
             "Every line of the corpus, of --valid and of --test is a sentence and its label with "
             "a tab between: which of the two is the label, 1 or 2; empty where --labels may be",
             {1, 2});
  command.add_option("--sources", text.sources,
                     "What each sentence is conditioned on, for a recipe that reads sources "
                     "(generator.source): one source a line, as many lines as the corpus");
  command.add_option(
      "--vectors", text.vectors,
      "Word vectors that embeddings begin with, in the text format of word2vec, GloVe "
      "or fastText: see generator.embeddings, discriminator.embeddings");
  add_tokenizer_options(command, text.tokenizer,
                        tokenizer_kinds() + ", or the file of a tokenizer or SentencePiece model",
                        text.training);
  add_number(command, "--max-length", text.lengths.max_length,
             "Longest sentence in tokens, of which its end is one; 0: by --length-percentile",
             {0, kLongestSentence});
  add_number(command, "--length-percentile", text.lengths.length_percentile,
             "Share of the sentences that the longest length covers",
             {kSmallestLengthPercentile, 1.0});
  add_bad_text(command, bad_text);
  add_number(command, "--oracle-samples", oracle.samples, "Sentences to draw from the oracle",
             {1, int64_t{1} << 32});
  add_number(command, "--oracle-length", oracle.length, "Tokens in a sentence of the oracle",
             {1, kLongestSentence});
}

void DataOptions::add_rules(OptionModes& modes) const {
  modes.only(
      {"--oracle-samples", "--oracle-length"}, [this] { return !oracle.oracle.empty(); },
      "without --oracle");
  modes.only(
      {"--corpus-b", "--valid", "--valid-share", "--test", "--test-share", "--labels",
       "--label-column", "--vectors", "--sources", "--tokenizer", "--vocab-size", "--min-count",
       "--normalize", "--lower-case", "--max-length", "--length-percentile", "--on-bad-text"},
      [this] { return oracle.oracle.empty(); }, "with --oracle: it is about text");
  modes.only(
      {"--test-share"}, [this] { return text.test.empty(); },
      "with --test, which names the test text");
  modes.only(
      {"--valid-share"}, [this] { return text.validation.empty(); },
      "with --valid, which names the held-out text");
  modes.only(
      {"--labels", "--label-column"}, [this] { return text.corpus_b.empty(); },
      "with --corpus-b, which says the labels");
  modes.only(
      {"--label-column"}, [this] { return text.labels.empty(); },
      "with --labels, which says the labels");
  modes.only(
      {"--label-column", "--corpus-b"}, [this] { return text.sources.empty(); },
      "with --sources: sentences that have sources take their labels from a file (--labels)");
  modes.only(
      {"--valid", "--test"}, [this] { return text.labels.empty() && text.corpus_b.empty(); },
      "with --labels or --corpus-b, which give no labels to held-out files: write the labels into "
      "the lines of all files (--label-column), or hold out shares of the corpus (--valid-share, "
      "--test-share)");
  modes.only(
      {"--valid", "--test"}, [this] { return text.sources.empty(); },
      "with --sources, which gives no sources to held-out files: hold out shares of the corpus "
      "(--valid-share, --test-share)");
  modes.only(
      {"--length-percentile"}, [this] { return text.lengths.max_length == 0; },
      "with --max-length, which says the longest length");
  add_tokenizer_rules(modes, [this] { return kind_or_file(text.tokenizer); });
}

void DataOptions::add_pairs_to(CLI::App& command) {
  auto* option = command.add_option(
      "--pairs", pairs,
      "Pairs to learn from instead of text, for a recipe that chooses items "
      "(irgan, dns): a query, a tab and an item that is relevant to it a line, as "
      "in --valid and --test; without these, shares of the pairs are held out");
  for (const char* other : {"--corpus", "--oracle"}) option->excludes(command.get_option(other));
}

void DataOptions::add_pairs_rules(OptionModes& modes) const {
  modes.only(
      {"--corpus-b", "--labels", "--label-column", "--sources", "--vectors", "--tokenizer",
       "--vocab-size", "--min-count", "--max-length", "--length-percentile", "--oracle-samples",
       "--oracle-length"},
      [this] { return pairs.empty(); },
      "with --pairs, whose queries are labels and whose items are tokens");
}

void DataOptions::take_pairs() {
  if (pairs.empty()) return;
  text.corpus = pairs;
  text.label_column = 1;
  text.tokenizer = "line";
}

std::vector<NamedFile> DataOptions::inputs() const {
  return {{"--corpus", text.corpus},    {"--corpus-b", text.corpus_b},
          {"--valid", text.validation}, {"--test", text.test},
          {"--labels", text.labels},    {"--sources", text.sources},
          {"--vectors", text.vectors},  {"--tokenizer", text.tokenizer},
          {"--oracle", oracle.oracle},  {"--pairs", pairs}};
}

}  // namespace lingan::tools
