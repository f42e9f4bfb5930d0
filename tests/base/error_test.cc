#include <lingan/base/error.h>

#include <gmock/gmock.h>

#include <string>

namespace lingan::error_test {
namespace {

using ::testing::StrEq;

template <typename Thrown>
InputError placed(const Thrown& thrown) {
  try {
    with_place([] { return std::string("a.txt:3"); }, [&] { throw thrown; });
  } catch (const InputError& error) {
    return error;
  }
  return InputError("nothing was thrown");
}

TEST(Error, BeginsWithItsPlace) {
  const InputError error("too long", "a.txt:3");
  EXPECT_THAT(error.what(), StrEq("a.txt:3: too long"));
  EXPECT_EQ(error.place(), "a.txt:3");
  EXPECT_THAT(InputError("too long").what(), StrEq("too long"));
  EXPECT_EQ(InputError("too long").place(), "");
}

TEST(WithPlace, SaysThePlaceOfAnErrorThatHasNone) {
  EXPECT_THAT(placed(InputError("too long")).what(), StrEq("a.txt:3: too long"));
  EXPECT_EQ(placed(InputError("too long")).place(), "a.txt:3");
  EXPECT_THAT(placed(UsageError("no such kind")).what(), StrEq("a.txt:3: no such kind"));
}

TEST(WithPlace, LeavesThePlaceThatAnErrorHas) {
  EXPECT_THAT(placed(InputError("too long", "b.txt:1")).what(), StrEq("b.txt:1: too long"));
}

TEST(WithPlace, LetsErrorsOfOtherKindsPass) {
  const auto where = [] { return std::string("a.txt"); };
  EXPECT_THROW(with_place(where, [] { throw IoError("the disk is full"); }), IoError);
  EXPECT_THROW(with_place(where, [] { throw Interrupted("interrupted"); }), Interrupted);
}

TEST(WithPlaceOfData, LetsWrongUsePass) {
  const auto where = [] { return std::string("a.txt"); };
  EXPECT_THROW(with_place_of_data(where, [] { throw UsageError("no such kind"); }), UsageError);
  try {
    with_place_of_data(where, [] { throw InputError("too long"); });
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), StrEq("a.txt: too long"));
  }
}

TEST(WithPlace, ReturnsWhatTheBodyReturns) {
  EXPECT_EQ(with_place([] { return std::string("a.txt"); }, [] { return 7; }), 7);
}

}  // namespace
}  // namespace lingan::error_test
