#include <lingan/model/discriminators/source_condition_options.h>

#include <array>

namespace lingan {
namespace {

using S = SourceConditionOptions;

constexpr std::array kKeys = {
    option<&S::reads_sources>("reads_sources",
                              "D judges a sentence by its source, and by the label before that "
                              "where it has one; of a generator that reads sources"),
    option<&S::mismatched_share>("mismatched_share", ranges::kShare,
                                 "share of the fakes of a step of D that are real sentences with "
                                 "the sources of others"),
};

}  // namespace

std::span<const OptionKey> source_condition_keys() { return kKeys; }

}  // namespace lingan
