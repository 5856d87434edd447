# The package abide for GAP: what LoadPackage must know of it. There is no site and no other form of the manual than its text, but
# GAP expects both: the address is that of the theory (arXiv), the manual is doc/chap1.txt.
SetPackageInfo(rec(
  PackageName := "abide",
  Subtitle := "conservation laws of training dynamics, proved",
  Version := "0.1.0",
  Date := "01/12/2026",
  License := "BSD-3-Clause",
  Status := "other",
  Persons := [rec(LastName := "abide contributors", FirstNames := "The", IsAuthor := true, IsMaintainer := true,
    PostalAddress := "see README.md of abide")],
  PackageWWWHome := "https://arxiv.org/abs/2307.00144",
  README_URL := ~.PackageWWWHome,
  PackageInfoURL := ~.PackageWWWHome,
  ArchiveURL := ~.PackageWWWHome,
  ArchiveFormats := ".tar.gz",
  AbstractHTML := "All conservation laws of a training dynamics, proved by the program abide.",
  PackageDoc := rec(
    BookName := "abide",
    ArchiveURLSubset := ["doc"],
    HTMLStart := "doc/chap1.txt",
    PDFFile := "doc/chap1.txt",
    SixFile := "doc/manual.six",
    LongTitle := "abide: conservation laws of training dynamics, proved"),
  Dependencies := rec(
    GAP := ">= 4.10",
    NeededOtherPackages := [],
    SuggestedOtherPackages := [["gapdoc", ">= 1.6"]],  # shows the manual
    ExternalConditions := [["the program abide", ""]]),
  AvailabilityTest := ReturnTrue,
  Keywords := ["conservation law", "gradient flow", "Lie algebra", "polynomial"]));
