#include "tests/model/textbook_generator.h"

namespace lingan {
namespace {

TEST(GruGenerator, HasTheLogitsOfTheTextbook) {
  testing::expect_the_textbook("gru", engine::Cell::kGru);
}

}  // namespace
}  // namespace lingan
