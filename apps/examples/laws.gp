\\ The laws of φ(x, y, z) = (xy, x²z), whether there are others, and whether abide-check agrees: gp -q abide.gp laws.gp
c = abide_certify([x*y, x^2*z]);
print(mapget(c, "laws"));
print(mapget(c, "independent"), " independent law, ", if (mapget(c, "complete"), "complete", "open"));
print("abide-check accepts it: ", abide_check([x*y, x^2*z], c));
