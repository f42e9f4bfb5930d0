#include <lingan/run/data/prepared_data.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/model/generators/token_vectors.h>

#include "tests/engine/host_table.h"
#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::prepared_data_test {
namespace {

using testing::small_text;
using testing::SmallRun;
using testing::write_lines;

class PreparedDataTest : public ::testing::Test {
 protected:
  TextSource source(const std::vector<std::string>& lines) const {
    return {.corpus = write_lines(folder_.path() / "text", lines).string(),
            .tokenizer = "whitespace"};
  }
  testing::TemporaryFolder folder_;
};

std::multiset<std::string> text_of(const PreparedData& data, const TokenBatch& batch) {
  std::multiset<std::string> lines;
  for (int64_t row = 0; row < batch.rows; ++row) {
    lines.insert(data.tokenizer->decode(batch.row(row)));
  }
  return lines;
}

TEST_F(PreparedDataTest, HoldsEveryLineInOneOfBothParts) {
  TextSource text = source(small_text());
  text.validation_share = 0.25;
  text.lengths.length_percentile = 1.0;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.validation.rows, 6);
  auto lines = text_of(data, data.train);
  lines.merge(text_of(data, data.validation));
  const auto expected = small_text();
  EXPECT_EQ(lines, std::multiset<std::string>(expected.begin(), expected.end()));
  EXPECT_EQ(data.report.sentences, 24);
  EXPECT_EQ(data.report.lines, 24);
}

/// There is no unknown one, so that those of held-out lines count, too.
TEST_F(PreparedDataTest, CountsTheIdsOfAllLines) {
  TextSource text = source({"1 2", "3 7", "1 2", "1 2", "1 3"});
  text.tokenizer = "ids";
  text.validation_share = 0.2;
  for (text.seed = 1; text.seed <= 20; ++text.seed) {
    EXPECT_EQ(prepare_text(text).tokenizer->size(), 8) << text.seed;
  }
}

TEST_F(PreparedDataTest, SplitsTheSameWayForTheSameSeed) {
  TextSource text = source(small_text());
  EXPECT_EQ(prepare_text(text).validation.tokens, prepare_text(text).validation.tokens);
  const auto first = prepare_text(text).validation.tokens;
  text.seed = 2;
  EXPECT_NE(prepare_text(text).validation.tokens, first);
}

TEST_F(PreparedDataTest, TakesAValidationFileWithTheTrainingTextsVocabularyAndWidth) {
  TextSource text = source({"a b", "b a c"});
  text.lengths.length_percentile = 1.0;
  text.validation =
      write_lines(folder_.path() / "held_out", {"a x", "a b c a b c a b c", "c"}).string();
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.train.rows, 2);
  EXPECT_EQ(data.validation.rows, 2) << "the longest does not fit";
  EXPECT_EQ(data.validation.width, data.train.width);
  EXPECT_EQ(data.validation.row(0)[1], data.tokenizer->specials().unk);
}

TEST_F(PreparedDataTest, HoldsTestSentencesApart) {
  TextSource text = source(small_text());
  text.validation_share = text.test_share = 0.25;
  text.lengths.length_percentile = 1.0;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.validation.rows, 6);
  EXPECT_EQ(data.test.rows, 6);
  auto lines = text_of(data, data.train);
  EXPECT_EQ(data.train.rows, 12);
  lines.merge(text_of(data, data.validation));
  lines.merge(text_of(data, data.test));
  EXPECT_EQ(lines.size(), 24U);
  text.test = write_lines(folder_.path() / "test", {"a b"}).string();
  EXPECT_EQ(prepare_text(text).test.rows, 1);
  EXPECT_NE(prepare_text(text).test_fingerprint, "");
}

/// Held-out words are unknown where no line to train on has them.
TEST_F(PreparedDataTest, LearnsItsVocabularyOnTheTrainingPartAlone) {
  std::vector<std::string> lines;
  for (int i = 0; i < 40; ++i) lines.push_back("word" + std::to_string(i));
  TextSource text = source(lines);
  text.validation_share = text.test_share = 0.25;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.tokenizer->size(), 20 + 4);
  for (const TokenBatch* held_out : {&data.validation, &data.test}) {
    for (int64_t row = 0; row < held_out->rows; ++row) {
      EXPECT_EQ(held_out->row(row)[0], data.tokenizer->specials().unk);
    }
  }
}

TEST_F(PreparedDataTest, CountsWordsThatOnlyLinesHaveThatAreTooLong) {
  TextSource text = source({"a b", "a b", "b a", "a c d e f"});
  text.validation_share = 0;
  text.lengths.max_length = 3;
  const PreparedData learnt = prepare_text(text);
  EXPECT_EQ(learnt.unused_types, 4);  // c d e f
  const auto file = folder_.path() / "words.json";
  write_file_atomically(file, learnt.tokenizer->serialize());
  text.tokenizer = file.string();
  EXPECT_EQ(prepare_text(text).unused_types, 0) << "it may be of another text";
}

TEST_F(PreparedDataTest, CountsHeldOutSentencesThatAreTrainedOn) {
  TextSource text = source({"a b", "b a c", "a c"});
  text.lengths.length_percentile = 1.0;
  text.validation = write_lines(folder_.path() / "held_out", {"b a c", "c c", "b a c"}).string();
  text.test = write_lines(folder_.path() / "test", {"a b", "b b"}).string();
  EXPECT_EQ(prepare_text(text).validation_in_training, 2);
  EXPECT_EQ(prepare_text(text).test_in_training, 1);
}

/// The label of a sentence is its first word.
TEST_F(PreparedDataTest, KeepsLabelsWithTheirSentences) {
  std::vector<std::string> lines = small_text(), labels;
  lines.insert(lines.begin() + 5, {"", "they write more than there is room for"});
  for (const std::string& line : lines) labels.push_back(line.substr(0, line.find(' ')));
  TextSource text = source(lines);
  text.labels = write_lines(folder_.path() / "labels", labels).string();
  text.validation_share = text.test_share = 0.2;
  text.lengths.max_length = 5;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.report.too_long, 1);
  ASSERT_EQ(data.labels.size(), 3u);
  std::map<std::string, int64_t> counts;
  for (const TokenBatch* part : {&data.train, &data.validation, &data.test}) {
    ASSERT_EQ(part->labels.size(), static_cast<size_t>(part->rows));
    for (int64_t row = 0; row < part->rows; ++row) {
      const std::string line = data.tokenizer->decode(part->row(row));
      const std::string& label = data.labels[static_cast<size_t>(part->labels[row])].name;
      if (!line.starts_with("<unk>")) {
        EXPECT_EQ(line.substr(0, line.find(' ')), label);
      }
      if (part == &data.train) ++counts[label];
    }
  }
  for (const Label& label : data.labels) EXPECT_EQ(label.sentences, counts[label.name]);
  EXPECT_NE(data.labels_fingerprint, "");
  TextSource plain = text;
  plain.labels.clear();
  EXPECT_EQ(prepare_text(plain).train.tokens, data.train.tokens);
  EXPECT_TRUE(prepare_text(plain).train.labels.empty());
}

/// The source of a sentence is the sentence, with another word before it.
TEST_F(PreparedDataTest, KeepsSourcesWithTheirSentences) {
  std::vector<std::string> lines = small_text(), sources;
  lines.insert(lines.begin() + 5, {"", "they write more than there is room for"});
  for (const std::string& line : lines) sources.push_back("who: " + line);
  sources[0] += " and more than there is room for";
  TextSource text = source(lines);
  text.sources = write_lines(folder_.path() / "sources", sources).string();
  text.validation_share = text.test_share = 0.2;
  text.lengths.max_length = 6;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.report.too_long, 2) << "a sentence, and one whose source is";
  EXPECT_EQ(data.validation_in_training + data.test_in_training, 0);
  EXPECT_TRUE(data.labels.empty());
  EXPECT_EQ(data.train.rows + data.validation.rows + data.test.rows, data.sources.rows);
  EXPECT_EQ(data.sources.rows, static_cast<int64_t>(lines.size()) - 3);
  for (const TokenBatch* part : {&data.train, &data.validation, &data.test}) {
    ASSERT_GT(part->rows, 0);
    ASSERT_EQ(part->labels.size(), static_cast<size_t>(part->rows));
    for (int64_t row = 0; row < part->rows; ++row) {
      const auto own = data.sources.row(part->labels[static_cast<size_t>(row)]);
      EXPECT_EQ(data.tokenizer->decode(own), "who: " + data.tokenizer->decode(part->row(row)));
    }
  }
  int64_t tokens = 0;
  for (const TokenBatch* part : {&data.train, &data.validation, &data.test}) {
    for (const int32_t length : part->lengths) tokens += length;
  }
  EXPECT_EQ(data.report.tokens, tokens);
  EXPECT_NE(data.sources_fingerprint, "");
  EXPECT_NE(data.tokenizer->encode("who:").at(0), data.tokenizer->specials().unk)
      << "the words of sources are of the vocabulary";
  text.test = text.corpus;
  EXPECT_THROW(prepare_text(text), UsageError) << "held-out sentences of a file have no sources";
  text.test.clear();
  text.corpus_b = text.sources;
  EXPECT_EQ(testing::refusal<UsageError>([&] { prepare_text(text); }),
            "`sources`: sentences that have sources take their labels from a file (`labels`), not "
            "from `corpus_b`");
}

/// A sentence's label goes with its source: here the number of its words.
TEST_F(PreparedDataTest, GivesTheLabelsOfSentencesToTheirSources) {
  const std::vector<std::string> lines = small_text();
  std::vector<std::string> sources, labels;
  for (const std::string& line : lines) {
    sources.push_back("who: " + line);
    labels.push_back(std::to_string(1 + std::ranges::count(line, ' ')));
  }
  sources[0] += " and more than there is room for";
  TextSource text = source(lines);
  text.sources = write_lines(folder_.path() / "sources", sources).string();
  text.labels = write_lines(folder_.path() / "labels", labels).string();
  text.validation_share = 0.2;
  text.lengths.max_length = 6;
  const PreparedData data = prepare_text(text);
  ASSERT_EQ(data.sources.labels.size(), static_cast<size_t>(data.sources.rows));
  std::map<std::string, int64_t> counts;
  for (const TokenBatch* part : {&data.train, &data.validation}) {
    for (int64_t row = 0; row < part->rows; ++row) {
      const auto number = static_cast<size_t>(part->labels[static_cast<size_t>(row)]);
      const auto label = data.labels.at(static_cast<size_t>(data.sources.labels[number])).name;
      const std::string line = data.tokenizer->decode(part->row(row));
      EXPECT_EQ(label, std::to_string(1 + std::ranges::count(line, ' '))) << line;
      if (part == &data.train) ++counts[label];
    }
  }
  for (const Label& label : data.labels) EXPECT_EQ(label.sentences, counts[label.name]);
  write_lines(text.labels, {labels.begin() + 1, labels.end()});
  EXPECT_THROW(prepare_text(text), InputError) << "a label is missing";
}

/// Words of the second corpus alone are of the vocabulary, and both are held out by one rule.
TEST_F(PreparedDataTest, ReadsTwoCorporaAsOneWithLabels) {
  TextSource text = source(small_text());
  std::vector<std::string> others;
  for (int i = 0; i < 20; ++i) others.push_back(i % 2 == 0 ? "it rains" : "it rains and it snows");
  text.corpus_b = write_lines(folder_.path() / "other", others).string();
  text.validation_share = 0.25;
  text.lengths.length_percentile = 1.0;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.report.lines, 44);
  EXPECT_EQ(data.validation.rows, 11);
  EXPECT_EQ(data.train.width, 6);
  int64_t seconds = 0;
  for (const TokenBatch* part : {&data.train, &data.validation}) {
    ASSERT_EQ(part->labels.size(), static_cast<size_t>(part->rows));
    for (int64_t row = 0; row < part->rows; ++row) {
      const bool is_second = data.tokenizer->decode(part->row(row)).starts_with("it rains");
      EXPECT_EQ(part->labels[row], is_second ? 1 : 0);
      seconds += is_second ? 1 : 0;
    }
  }
  EXPECT_EQ(seconds, 20);
  EXPECT_EQ(data.labels[0].name, "a");
  EXPECT_EQ(data.labels[0].sentences + data.labels[1].sentences, 33);
  text.corpus_b.clear();
  EXPECT_TRUE(prepare_text(text).train.labels.empty());
}

TEST_F(PreparedDataTest, RefusesLabelsThatNothingLearnsFrom) {
  TextSource text = source({"a b", "b a", "a a", "b b"});
  text.validation_share = 0;
  text.lengths.max_length = 9;
  text.labels = write_lines(folder_.path() / "labels", {"x", "y", "x", "x"}).string();
  EXPECT_EQ(prepare_text(text).labels, (std::vector<Label>{{"x", 3}, {"y", 1}}));
  write_lines(text.corpus, {"a b", "a b a b a b a b a b a b", "a a", "b b"});
  try {
    prepare_text(text);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("no sentence to train on has the label y"));
  }
  text.validation = text.corpus;
  EXPECT_THAT(testing::refusal<UsageError>([&] { prepare_text(text); }),
              ::testing::HasSubstr("of a file of their own have none; leave that file out, and a "
                                   "share of the corpus is held out, or write the labels into the "
                                   "lines of all files (`label_column`)"));
}

TEST_F(PreparedDataTest, LeavesLabelsUnknownWhereThatMayBe) {
  TextSource text = source({"a b", "b a", "a a", "b b"});
  text.validation_share = 0;
  text.lengths.max_length = 9;
  const auto labels = [&](const std::vector<std::string>& lines) {
    text.labels = write_lines(folder_.path() / "labels", lines).string();
  };
  labels({"x", "", "y", ""});
  EXPECT_THAT(testing::refusal<InputError>([&] { prepare_text(text); }),
              ::testing::HasSubstr("labels:2: no label for line 2 of"));
  text.unlabelled = true;
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.labels, (std::vector<Label>{{"x", 1}, {"y", 1}}));
  EXPECT_EQ(data.train.labels, (std::vector<int32_t>{0, kUnknownLabel, 1, kUnknownLabel}));
  labels({"", " ", "", ""});
  EXPECT_THAT(testing::refusal<InputError>([&] { prepare_text(text); }),
              ::testing::HasSubstr("no line has a label; some sentences of each kind need one"));
}

TEST_F(PreparedDataTest, TakesATokenizerFromAFile) {
  TextSource text = source({"3 1", "2 4"});
  text.validation_share = 0;
  text.tokenizer = write_lines(folder_.path() / "tokenizer.json",
                               {make_id_tokenizer(7, {-1, 0, -1, -1})->serialize()})
                       .string();
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.tokenizer->size(), 7);
  EXPECT_EQ(data.train.tokens, (std::vector<int32_t>{3, 1, 2, 4}));
}

TEST_F(PreparedDataTest, SaysThatACorpusHasNoText) {
  try {
    prepare_text(source({"", " ", "\t\u00A0"}));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("text: no text in it"));
  }
}

TEST_F(PreparedDataTest, TellsItsTextsFromOthers) {
  TextSource text = source({"a b", "b a c"});
  EXPECT_EQ(prepare_text(text).validation_fingerprint, "");
  text.validation = write_lines(folder_.path() / "held_out", {"a b"}).string();
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.corpus_fingerprint, prepare_text(text).corpus_fingerprint);
  EXPECT_NE(data.corpus_fingerprint, data.validation_fingerprint);
  text.corpus = text.validation;
  EXPECT_EQ(prepare_text(text).corpus_fingerprint, data.validation_fingerprint);
}

TEST_F(PreparedDataTest, SaysThatWordVectorsHaveNoneOfItsWords) {
  TextSource text = source({"a b", "b a c"});
  text.vectors = write_lines(folder_.path() / "vectors", {"a 1 2", "x 3 4"}).string();
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.vectors->ids.item<int>(), data.tokenizer->encode("a").front());
  text.vectors = write_lines(folder_.path() / "vectors", {"x 1 2"}).string();
  EXPECT_THROW(prepare_text(text), InputError);
}

class OnADevice : public PreparedDataTest, public ::testing::WithParamInterface<const char*> {
 protected:
  ~OnADevice() override { engine::set_active_cuda(nullptr); }
};

// By the bodies of the device, run on the host.
TEST_P(OnADevice, GivesTheSameSentences) {
  std::vector<std::string> lines = small_text();
  for (const auto& line : small_text()) lines.push_back("Then " + line + ", \uFB01nally.");
  lines.emplace_back();
  lines.emplace_back(9000, 'e');
  TextSource text = source(lines);
  text.tokenizer = GetParam();
  text.training.vocabulary_size = 300;  // of which 256 are bytes
  text.validation_share = 0.25;
  text.lengths.length_percentile = 1.0;
  const PreparedData expected = prepare_text(text);
  engine::set_active_cuda(&engine::cuda::host_table());
  const PreparedData data = prepare_text(text);
  EXPECT_EQ(data.train.tokens, expected.train.tokens);
  EXPECT_EQ(data.train.lengths, expected.train.lengths);
  EXPECT_EQ(data.validation.tokens, expected.validation.tokens);
  EXPECT_EQ(data.report.empty, 1);
  EXPECT_EQ(data.report.tokens, expected.report.tokens);
}

INSTANTIATE_TEST_SUITE_P(Kinds, OnADevice, ::testing::Values("unigram", "bpe", "word"));

TEST(PrepareOracle, DrawsDifferentSentencesToTrainOnAndToHoldOut) {
  const OracleSource source{.oracle = "seed:1", .samples = 20, .validation = 10, .length = 5};
  const PreparedData data = prepare_oracle(source);
  EXPECT_EQ(data.train.rows, 20);
  EXPECT_EQ(data.validation.rows, 10);
  EXPECT_EQ(data.train.width, 5);
  EXPECT_EQ(data.tokenizer->kind(), "ids");
  EXPECT_EQ(prepare_oracle(source).train.tokens, data.train.tokens);
  EXPECT_NE(std::vector(data.train.tokens.begin(), data.train.tokens.begin() + 50),
            data.validation.tokens);
}

TEST(PrepareOracle, KeepsTheOracleOfAFileForTheRun) {
  const SmallRun small;
  const OracleSource source{
      .oracle = small.run.generator().string(), .samples = 20, .validation = 10, .length = 5};
  const PreparedData data = prepare_oracle(source);
  ASSERT_NE(data.oracle_tensors, nullptr);
  EXPECT_EQ(data.tokenizer->specials(), small.data.tokenizer->specials());
  EXPECT_LT(*std::ranges::min_element(data.train.lengths), 5) << "its sentences end by themselves";
  const auto run = RunDirectory::create(small.folder.path() / "of-oracle",
                                        {.recipe = testing::tiny_recipe(),
                                         .seed = 1,
                                         .oracle = source.oracle,
                                         .oracle_tensors = data.oracle_tensors,
                                         .tokenizer = data.tokenizer,
                                         .length = data.train.width},
                                        {data.train, data.validation});
  std::filesystem::rename(run.path(), small.folder.path() / "moved");
  std::filesystem::remove(source.oracle);
  const auto moved = RunDirectory::open(small.folder.path() / "moved");
  OracleSource kept = source;
  kept.oracle = moved.spec().oracle;
  EXPECT_EQ(prepare_oracle(kept).train.tokens, data.train.tokens);
}

TEST(PrepareOracle, RefusesAnEmptyRequest) {
  EXPECT_THROW(prepare_oracle({.oracle = "seed:1", .samples = 0}), UsageError);
  EXPECT_THROW(prepare_oracle({.oracle = "seed:1", .length = 0}), UsageError);
}

}  // namespace
}  // namespace lingan::prepared_data_test
