/// Whether a discriminator is told the labels of sentences.
#pragma once

namespace lingan {

/// In DiscriminatorOptions::own, of every kind: what a recipe's labels make of D.
struct LabelCondition {
  /// D judges a sentence as one of its label: the raw output is C(x, y) = <v_y - v_0, phi(x)> +
  /// b_y - b_0, where v_1..v_K are the rows of the output layer for labels and v_0 the last, which
  /// all labels share: a projection discriminator with psi(phi) = -<v_0, phi> - b_0 and a bias for
  /// each label (Miyato & Koyama 2018, eq. 3). False: classes, if any, are what D tells.
  bool is_told = false;
};

}  // namespace lingan
