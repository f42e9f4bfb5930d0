/// Whether a discriminator reads the sources of sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <lingan/base/option_key.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// In DiscriminatorOptions::own, of every kind: the keys of `[discriminator]` that are about
/// sources.
struct SourceConditionOptions {
  /// D judges a sentence as one of its source: the raw output is C(x, s) = C(x) + <P h(s), phi(x)>,
  /// where C(x) is what it would be without, phi(x) what the output layer is given, and h(s) the
  /// last state of a GRU over D's embeddings of the source, before which its label is read where it
  /// has one: a projection discriminator (Miyato & Koyama 2018, eq. 3), of which the code of a
  /// source takes the place of the vector of a class.
  bool reads_sources = false;
  /// Of the fakes of a step of D, real sentences with the sources of others, in [0, 1): Reed et al.
  /// 2016, algorithm 1, with 0.5.
  double mismatched_share = 0.0;
  std::shared_ptr<const SourceTable> sources = nullptr;  ///< with reads_sources: from the text
  int64_t labels = 0;  ///< K, of the sources, from the text; 0: they have none
};

/// Those keys, with their ranges.
std::span<const OptionKey> source_condition_keys();

}  // namespace lingan
