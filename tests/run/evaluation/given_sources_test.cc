#include <lingan/run/evaluation/given_sources.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/run/evaluation/run_sampler.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/run/sourced_run.h"

namespace lingan::given_sources_test {
namespace {

using testing::sourced_run;
using testing::SourcedRun;
using testing::write_lines;

class GivenSources : public ::testing::Test {
 protected:
  std::shared_ptr<const SourceTable> read(const std::vector<std::string>& lines,
                                          int64_t sentences_of_each = 1) const {
    const auto file = write_lines(folder_.path() / "given", lines).string();
    return read_sources(sourced_run().run, file, sentences_of_each);
  }

  /// What the run writes for lines, as text.
  std::vector<std::string> written(const std::vector<std::string>& lines,
                                   RunSampleRequest request) const {
    request.sources = read(lines, request.sentences);
    request.sentences *= static_cast<int64_t>(lines.size());
    std::vector<std::string> text;
    sample_run(sourced_run().run, request, [&](const JudgedSamples& samples) {
      for (int64_t row = 0; row < samples.tokens.rows; ++row) {
        text.push_back(sourced_run().data.tokenizer->decode(samples.tokens.row(row)));
      }
    });
    return text;
  }

  std::string refusal(const std::vector<std::string>& lines) const {
    return testing::refusal<Error>([&] { read(lines); });
  }

  testing::TemporaryFolder folder_;
};

/// The likeliest sentence of at least nine of ten sources that the run has never seen is theirs.
TEST_F(GivenSources, GetTheSentencesThatTheRunHasLearntToGiveThem) {
  const PreparedData& data = sourced_run().data;
  std::vector<std::string> unseen;
  for (int64_t row = 0; row < data.validation.rows; ++row) {
    const int32_t source = data.validation.labels[static_cast<size_t>(row)];
    unseen.push_back(data.tokenizer->decode(data.sources.row(source)));
  }
  ASSERT_GT(unseen.size(), 90u);
  RunSampleRequest request{.sentences = 1};
  request.options.greedy = true;
  const std::vector<std::string> text = written(unseen, request);
  ASSERT_EQ(text.size(), unseen.size());
  double right = 0;
  for (size_t i = 0; i < text.size(); ++i) right += text[i] == SourcedRun::reversed(unseen[i]);
  EXPECT_GE(right / static_cast<double>(text.size()), 0.9);
}

TEST_F(GivenSources, AreTakenInTheirOrderWithAsManySentencesOfEach) {
  const auto table = read({"a b c", "d d e"}, 3);
  EXPECT_EQ(table->sentences_of_each, 3);
  EXPECT_THAT(table->sampled, ::testing::ElementsAre(0, 1));
  const auto text = written({"a b c", "d e f"}, {.sentences = 20});
  ASSERT_EQ(text.size(), 40u);
  EXPECT_GT(std::count(text.begin(), text.begin() + 20, "c b a"), 10);
  EXPECT_GT(std::count(text.begin() + 20, text.end(), "f e d"), 10);
}

TEST_F(GivenSources, AreReadAsThoseOfTheRunAre) {
  const PreparedData& data = sourced_run().data;
  const auto table = read(SourcedRun::sources());
  EXPECT_EQ(table->sentences.tokens, data.sources.tokens);
  EXPECT_EQ(table->sentences.lengths, data.sources.lengths);
}

TEST_F(GivenSources, AreRefusedWhereTheyAreNone) {
  EXPECT_THAT(refusal({"a b", " "}), ::testing::HasSubstr("given:2: is blank"));
  EXPECT_THAT(refusal({"a", "a b c d"}),
              ::testing::HasSubstr("given:2: 5 tokens; the run has learnt of sources of 1 to 4"));
  EXPECT_THAT(refusal({}), ::testing::HasSubstr("no source in it"));
  const testing::SmallRun plain;
  EXPECT_THROW(read_sources(plain.run, "-", 1), UsageError);
}

/// An auto-encoder of sentences of two labels writes those that it is given with the label wanted.
TEST_F(GivenSources, AreWrittenAgainWithALabel) {
  const std::vector<std::string> lines = SourcedRun::sentences();
  const size_t half = lines.size() / 2;
  const auto write = [&](const char* name, auto begin, auto end) {
    return write_lines(folder_.path() / name, {begin, end}).string();
  };
  const auto middle = lines.begin() + static_cast<int64_t>(half);
  const PreparedData data = prepare_text({.corpus = write("a", lines.begin(), middle),
                                          .corpus_b = write("b", middle, lines.end()),
                                          .validation_share = 0.1,
                                          .tokenizer = "whitespace"});
  Recipe recipe = SourcedRun::recipe("rewriting");
  recipe.generator.source = "itself";
  recipe.generator.labels = "condition";
  const RunDirectory run = testing::trained_run(folder_.path(), recipe, data);
  const auto given = write_lines(folder_.path() / "given", {"a b c", "l k j"}).string();
  RunSampleRequest request{.sentences = 2, .sources = read_sources(run, given, 1)};
  request.options.greedy = true;
  const auto ignore = [](const JudgedSamples&) {};
  EXPECT_EQ(testing::refusal<UsageError>([&] { sample_run(run, request, ignore); }),
            "`label`: the run reads a source with a label; name one of a, b");
  request.label = "b";
  sample_run(run, request, [&](const JudgedSamples& samples) {
    EXPECT_THAT(samples.tokens.labels, ::testing::ElementsAre(0, 1)) << "numbers of the sources";
    EXPECT_EQ(data.tokenizer->decode(samples.tokens.row(1)), "l k j") << "b is its own label";
  });
  write_lines(folder_.path() / "given", {"a b c d"});
  EXPECT_THAT(testing::refusal<InputError>([&] { read_sources(run, given, 1); }),
              ::testing::HasSubstr("given:1: 5 tokens; the run has learnt of sources of 1 to 4"));
}

/// A run of pairs of letters as they are, with the label `same`, and the other way round.
TEST_F(GivenSources, AreReadWithTheLabelThatIsNamed) {
  constexpr std::string_view kLetters = "abcdefgh";
  std::vector<std::string> sentences, sources, labels;
  for (const char one : kLetters) {
    for (const char two : kLetters) {
      const std::string source = {one, ' ', two};
      for (const char* label : {"same", "turned"}) {
        sources.push_back(source);
        labels.emplace_back(label);
        sentences.push_back(labels.back() == "same" ? source : SourcedRun::reversed(source));
      }
    }
  }
  const auto write = [&](const char* name, const std::vector<std::string>& lines) {
    return write_lines(folder_.path() / name, lines).string();
  };
  const PreparedData data = prepare_text({.corpus = write("text", sentences),
                                          .validation_share = 0,
                                          .labels = write("labels", labels),
                                          .sources = write("sources", sources),
                                          .tokenizer = "whitespace"});
  Recipe recipe = SourcedRun::recipe("labelled");
  recipe.generator.labels = "condition";
  recipe.training.pretrain_epochs = 60;
  const RunDirectory run = testing::trained_run(folder_.path(), recipe, data);
  const auto given = write("given", {"a b", "h c", "d e", "f a"});
  RunSampleRequest request{.sentences = 4, .sources = read_sources(run, given, 1)};
  request.options.greedy = true;
  const auto written_as = [&](const std::string& label) {
    request.label = label;
    std::vector<std::string> lines;
    sample_run(run, request, [&](const JudgedSamples& samples) {
      for (int64_t row = 0; row < samples.tokens.rows; ++row) {
        lines.push_back(data.tokenizer->decode(samples.tokens.row(row)));
      }
    });
    return lines;
  };
  EXPECT_THAT(written_as("same"), ::testing::ElementsAre("a b", "h c", "d e", "f a"));
  EXPECT_THAT(written_as("turned"), ::testing::ElementsAre("b a", "c h", "e d", "a f"));
  EXPECT_EQ(testing::refusal<UsageError>([&] { written_as(""); }),
            "`label`: the run reads a source with a label; name one of same, turned");
  request.sources = nullptr;
  request.label = "turned";
  sample_run(run, request, [&](const JudgedSamples& samples) {
    for (const int32_t source : samples.tokens.labels) {
      EXPECT_EQ(data.sources.labels.at(static_cast<size_t>(source)), 1) << "of those of training";
    }
  });
}

TEST_F(GivenSources, TellHowMuchOfThemIsUnknown) {
  const testing::HeardNotices notices;
  read({"a b c"});
  EXPECT_TRUE(notices.texts.empty());
  read({"a z c", "z z"});
  EXPECT_THAT(notices.texts, ::testing::ElementsAre(::testing::HasSubstr("not know 3 tokens")));
}

}  // namespace
}  // namespace lingan::given_sources_test
