System.Console.WriteLine("DistLog");
