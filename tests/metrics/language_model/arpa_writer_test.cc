#include <gtest/gtest.h>

#include "tests/metrics/language_model/models.h"

namespace lingan::metrics::arpa_writer_test {
namespace {

std::string written(const WordModel& model) {
  std::string text;
  write_arpa(model, [&text](std::string_view piece) { text += piece; });
  return text;
}

// printf 'a b\n' | lmplz -o 2 --discount_fallback, which has the bigrams in another order
TEST(ArpaWriter, WritesWhatLmplzWrites) {
  const std::string text = written(model_of("a b\n", 2));
  EXPECT_TRUE(text.starts_with(
      "\\data\\\nngram 1=5\nngram 2=3\n\n\\1-grams:\n-0.90309\t<unk>\t0\n0\t<s>\t-0.30103\n"
      "-0.5351132\t</s>\t0\n-0.5351132\ta\t-0.30103\n-0.5351132\tb\t-0.30103\n\n\\2-grams:\n"))
      << text;
  EXPECT_TRUE(text.ends_with("\n\n\\end\\\n")) << text;
  for (const char* line :
       {"\n-0.18987952\tb </s>\n", "\n-0.18987952\t<s> a\n", "\n-0.18987952\ta b\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
}

TEST(ArpaWriter, WritesWhatIsReadBackTheSame) {
  const WordModel model = model_of("a b c\na c\nb b b b\n\n", 4);
  EXPECT_EQ(values_of(read_arpa_text(written(model))), values_of(model));
  EXPECT_EQ(written(read_arpa_text(written(model))), written(model));
}

}  // namespace
}  // namespace lingan::metrics::arpa_writer_test
