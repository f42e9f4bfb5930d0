#include <lingan/base/card.h>

#include <gtest/gtest.h>

#include <array>

#include <lingan/base/error.h>

namespace lingan::card_test {
namespace {

constexpr std::array kCards = {
    Card{.name = "sparrow", .summary = "small", .paper = "Linnaeus 1758"},
    Card{.name = "swallow", .summary = "swift", .paper = "Linnaeus 1758"},
};

std::span<const Card> birds() { return kCards; }

TEST(Card, IsFoundByItsName) {
  EXPECT_EQ(&find_card(birds(), "swallow", "bird"), &kCards[1]);
  EXPECT_EQ(card_named(birds(), "sparrow"), &kCards[0]);
  EXPECT_EQ(card_named(birds(), "robin"), nullptr);
  EXPECT_EQ(card_names(birds()), (std::vector<std::string>{"sparrow", "swallow"}));
}

std::string refusal(std::string_view name) {
  try {
    find_card(birds(), name, "bird");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "found";
}

TEST(Card, OfAnUnknownNameIsAnsweredWithTheNearestAndAll) {
  EXPECT_EQ(refusal("swalow"),
            "bird 'swalow' is not known (did you mean swallow?); expected one of sparrow, swallow");
  EXPECT_EQ(refusal("robin"), "bird 'robin' is not known; expected one of sparrow, swallow");
  EXPECT_EQ(refusal(""), "bird '' is not known; expected one of sparrow, swallow");
}

}  // namespace
}  // namespace lingan::card_test
