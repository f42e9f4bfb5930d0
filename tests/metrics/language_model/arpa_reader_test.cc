#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/metrics/language_model/ngram_likelihood.h>

#include "tests/metrics/language_model/models.h"

namespace lingan::metrics::arpa_reader_test {
namespace {

const std::string kWords = "\\1-grams:\n-1\t<unk>\n-99\t<s>\t-0.5\n-1\t</s>\n-0.5\ta\t-0.25\n\n";
const std::string kHeader = "\\data\\\nngram 1=4\nngram 2=1\n\n";

std::string refusal(const std::string& text) {
  try {
    read_arpa_text(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ArpaReader, ReadsWhatOtherProgramsWrite) {
  const std::string text =
      "# made by hand\r\n\n\\data\\\r\nngram 1 = 4\nngram  2=1 \n\n\\1-grams:\n-1 <UNK>\n"
      "-99\t<s>\t-0.5\n-1\t</s>\n-0.5 a -2.5e-1\n\n\n\\2-grams:\n-0.125 <s>\ta\n\\end\\\n \n";
  EXPECT_EQ(refusal(text), "model:4: expected 'ngram 1=COUNT', not 'ngram 1 = 4'");
  std::string spaced = text;
  spaced.replace(spaced.find("1 = 4"), 5, "1=4");
  const auto values = values_of(read_arpa_text(spaced));
  ASSERT_EQ(values.size(), 5);
  EXPECT_EQ(values.at("a"), std::pair(-0.5F, -0.25F));
  EXPECT_EQ(values.at("<s> a"), std::pair(-0.125F, 0.0F));
  EXPECT_EQ(values.at("<unk>"), std::pair(-1.0F, 0.0F));
}

TEST(ArpaReader, GivesAMissingUnknownWordTheProbabilityThatKenlmGives) {
  const auto values = values_of(
      read_arpa_text("\\data\\\nngram 1=2\n\n\\1-grams:\n-1\t<s>\n-1\t</s>\n\n\\end\\\n"));
  EXPECT_EQ(values.at("<unk>").first, -100);
}

// A pruned model may have an n-gram without what it ends with.
TEST(ArpaReader, TakesTheLongestSuffixThatThereIs) {
  const WordModel model = read_arpa_text(
      "\\data\\\nngram 1=5\nngram 2=1\nngram "
      "3=1\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\t-0.5\n-1\t</s>\n"
      "-0.5\ta\t-0.25\n-0.75\tb\t-0.125\n\n\\2-grams:\n-0.2\t<s> a\t-0.1\n\n\\3-grams:\n-0.3\t<s> "
      "a b\n"
      "\n\\end\\\n");
  const int32_t a = model.words.find("a");
  const int32_t b = model.words.find("b");
  // p(a | <s>), p(b | <s> a), and </s> after b alone.
  EXPECT_NEAR(NgramLikelihood(model.ngrams).log10_probability(std::vector<int32_t>{a, b}),
              -0.2 - 0.3 - 0.125 - 1, 1e-6);
}

TEST(ArpaReader, NamesTheLineOfWhatIsMalformed) {
  const std::string end = "\n\\end\\\n";
  const std::string with_words = kHeader + kWords + "\\2-grams:\n";
  const std::pair<std::string, std::string> cases[] = {
      {"", "model: no \\data\\ in it; this is no ARPA file"},
      {"\n# x\n", "model: no \\data\\ in it; this is no ARPA file"},
      {"hello\n", "model:1: expected \\data\\, not 'hello'"},
      {"\\data\\\n\n", "model:2: expected 'ngram 1=COUNT'"},
      {"\\data\\\nngram 2=1\n", "model:2: expected 'ngram 1=COUNT', not 'ngram 2=1'"},
      {"\\data\\\nngram 1=-1\n", "model:2: expected 'ngram 1=COUNT', not 'ngram 1=-1'"},
      {"\\data\\\nngram= 1\n", "model:2: expected 'ngram 1=COUNT', not 'ngram= 1'"},
      {"\\data\\\nngram 1=4\n\n\\2-grams:\n", "model:4: expected \\1-grams:, not '\\2-grams:'"},
      {kHeader + "\\1-grams:\nx\ta\n", "model:6: 'x' is no number"},
      {kHeader + "\\1-grams:\nnan\ta\n", "model:6: 'nan' is no number"},
      {kHeader + "\\1-grams:\n-1e300\ta\n", "model:6: '-1e300' is no number"},
      {kHeader + "\\1-grams:\n0.5\ta\n", "model:6: the logarithm of a probability is at most 0"},
      {kHeader + "\\1-grams:\n-1\n",
       "model:6: expected a logarithm, 1 words, and perhaps a back-off"},
      {kHeader + "\\1-grams:\n-1\ta\n-2\ta\n", "model:7: the word comes twice"},
      {kHeader + "\\1-grams:\n-1\ta\n\n", "model:7: 1 1-grams, and the header says 4"},
      {kHeader + "\\1-grams:\n-1\ta\n-1\tb\n-1\tc\n-1\td\n-1\te\n",
       "model:10: more 1-grams than the header says, 4"},
      {kHeader + "\\1-grams:\n-1\ta\n-1\tb\n-1\tc\n-1\t<s>\n\n",
       "model:10: no </s> among the 1-grams"},
      {with_words + "-1\ta a\t-0.5\n" + end, "model:12: the highest order has no back-offs"},
      {with_words + "-1\ta z\n" + end, "model:12: 'z' is none of the 1-grams"},
      {with_words + "-1\ta a\n-1\ta a\n" + end, "model:13: more 2-grams than the header says, 1"},
      {with_words + "-1\ta a\n\\end\\\nmore\n", "model:14: expected nothing after \\end\\"},
      {with_words + "-1\ta a\n", "model:12: the file ends here, without \\end\\; it is cut"},
      {"\\data\\\nngram 1=4\nngram 2=2\n\n" + kWords + "\\2-grams:\n-1\ta a\n-1\ta a\n" + end,
       "model:13: the n-gram comes twice"},
      {"\\data\\\nngram 1=4\nngram 2=1\nngram 3=1\n\n" + kWords +
           "\\2-grams:\n-1\ta a\n\n\\3-grams:\n-1\t<s> a a\n" + end,
       "model:16: its first words are no n-gram of the file"}};
  for (const auto& [text, message] : cases) EXPECT_EQ(refusal(text), message) << text;
}

TEST(ArpaReader, DoesNotTakeMemoryForWhatTheHeaderPromises) {
  EXPECT_EQ(refusal("\\data\\\nngram 1=4294967295\n\n\\1-grams:\n-1\ta\n\n"),
            "model:6: 1 1-grams, and the header says 4294967295");
}

}  // namespace
}  // namespace lingan::metrics::arpa_reader_test
