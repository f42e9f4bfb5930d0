#include <lingan/model/generators/token_vectors.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::token_vectors_test {
namespace {

TokenVectors two_of_five() {
  return {torch::tensor({3, 1}, torch::kInt32), torch::tensor({{1.0F, 2.0F}, {3.0F, 4.0F}})};
}

TEST(TokenVectors, TakeTheirRowsOfATable) {
  auto table = torch::full({5, 2}, 9.0F).requires_grad_();
  two_of_five().copy_to(table, "generator.embedding_width");
  EXPECT_TRUE(torch::equal(
      table,
      torch::tensor({{9.0F, 9.0F}, {3.0F, 4.0F}, {9.0F, 9.0F}, {1.0F, 2.0F}, {9.0F, 9.0F}})));
}

TEST(TokenVectors, WantATableOfTheirWidth) {
  try {
    two_of_five().copy_to(torch::zeros({5, 3}), "generator.embedding_width");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(
        error.what(),
        "generator.embedding_width = 3: the word vectors have 2 numbers each; set it to 2");
  }
}

TEST(TokenVectors, ComeBackFromAFile) {
  const TokenVectors back = TokenVectors::from_file(two_of_five().to_file(), 5);
  EXPECT_TRUE(torch::equal(back.ids, two_of_five().ids));
  EXPECT_TRUE(torch::equal(back.values, two_of_five().values));
  EXPECT_THROW(TokenVectors::from_file(two_of_five().to_file(), 3), InputError);
  EXPECT_THROW(TokenVectors::from_file({}, 5), InputError);
}

}  // namespace
}  // namespace lingan::token_vectors_test
