# The functions of the package abide; doc/chap1.txt describes them, as ?AbideLaws does in GAP.
DeclareGlobalFunction("AbideLaws");
DeclareGlobalFunction("AbideRank");
DeclareGlobalFunction("AbideCertify");
DeclareGlobalFunction("AbideVerify");
DeclareGlobalFunction("AbideCheck");
DeclareGlobalFunction("AbideCoordinates");
